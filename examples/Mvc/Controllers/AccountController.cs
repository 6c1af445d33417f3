using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Mvc.Data;
using Mvc.Models;

namespace Mvc.Controllers;

/// <summary>Logs users in and out.</summary>
public sealed class AccountController(Accounts accounts) : Controller
{
    public IActionResult Login(string? returnUrl) => View(new Credentials { ReturnUrl = returnUrl });

    [HttpPost]
    public async Task<IActionResult> Login(Credentials credentials)
    {
        if (ModelState.IsValid && !await accounts.VerifyAsync(credentials.Name, credentials.Password))
        {
            ModelState.AddModelError("", "Name or password is wrong.");
        }

        return ModelState.IsValid ? await EnterAsync(credentials) : View(credentials);
    }

    public IActionResult Register(string? returnUrl) => View(new Credentials { ReturnUrl = returnUrl });

    [HttpPost]
    public async Task<IActionResult> Register(Credentials credentials)
    {
        if (ModelState.IsValid && !await accounts.TryAddAsync(credentials.Name, credentials.Password))
        {
            ModelState.AddModelError("", "The name is taken.");
        }

        return ModelState.IsValid ? await EnterAsync(credentials) : View(credentials);
    }

    [HttpPost]
    public async Task<IActionResult> Logout()
    {
        await HttpContext.SignOutAsync();
        return RedirectToAction(nameof(Login));
    }

    // The cookie says who the user is; no process has to remember it.
    private async Task<IActionResult> EnterAsync(Credentials credentials)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, credentials.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await HttpContext.SignInAsync(new ClaimsPrincipal(identity));
        return Url.IsLocalUrl(credentials.ReturnUrl) ? Redirect(credentials.ReturnUrl) : RedirectToAction("Index", "Notes");
    }
}
