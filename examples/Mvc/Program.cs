using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Mvc.Data;

var builder = WebApplication.CreateBuilder(args);

// Relative to the current directory: what outlives a release does not belong into the folder of one.
var data = Directory.CreateDirectory(builder.Configuration["DataFolder"] ?? "data");

builder.Services.AddSingleton(new Database(Path.Combine(data.FullName, "notes.db")));
builder.Services.AddSingleton<Accounts>();
builder.Services.AddSingleton<Notes>();

// Cookies are signed with these keys. Each process that is to read the cookies of another needs the same keys and the
// same name; the name would otherwise be the path of the release.
builder.Services.AddDataProtection()
    .SetApplicationName("Mvc")
    .PersistKeysToFileSystem(data.CreateSubdirectory("keys"));
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(options => options.LoginPath = "/account/login");
builder.Services.AddControllersWithViews(options => options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));

var app = builder.Build();

await app.Services.GetRequiredService<Database>().CreateTablesAsync();

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/error");
}

app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllerRoute("default", "{controller=Notes}/{action=Index}/{id?}");

app.Run();
