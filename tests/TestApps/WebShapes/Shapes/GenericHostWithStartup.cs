using Microsoft.AspNetCore.Mvc;

namespace WebShapes.Shapes;

/// <summary>The template of ASP.NET Core 3 and 5.</summary>
internal static class GenericHostWithStartup
{
    public static async Task RunAsync(string[] args) => await Host.CreateDefaultBuilder(args)
        .ConfigureWebHostDefaults(web => web.UseStartup<Startup>())
        .Build()
        .RunAsync();

    private sealed class Startup(IConfiguration configuration)
    {
        public void ConfigureServices(IServiceCollection services)
        {
            services.AddSingleton(configuration.GetValue("Answer", "startup")!);
            services.AddControllers();
        }

        public void Configure(IApplicationBuilder app)
        {
            app.UseRouting();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/", ([FromServices] string answer) => answer);
                endpoints.MapControllers();
            });
        }
    }
}
