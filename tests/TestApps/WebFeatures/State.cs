using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace WebFeatures;

/// <summary>What an app keeps from one request to the next: in the process, or in what the client brings back.</summary>
internal static class State
{
    public static void MapState(this IEndpointRouteBuilder app)
    {
        // How often this client has been here, as far as this process knows.
        app.MapGet("/visits", (HttpContext context) =>
        {
            int visits = (context.Session.GetInt32("visits") ?? 0) + 1;
            context.Session.SetInt32("visits", visits);
            return $"{visits} {Environment.ProcessId}";
        });
        app.MapGet("/protect", (IDataProtectionProvider protection, string text) => Protector(protection).Protect(text));
        app.MapGet("/unprotect", (IDataProtectionProvider protection, string text) =>
        {
            try
            {
                return Results.Text(Protector(protection).Unprotect(text));
            }
            catch (CryptographicException exception)
            {
                return Results.Text(exception.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("state");
}
