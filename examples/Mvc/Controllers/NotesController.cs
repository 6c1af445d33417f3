using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Mvc.Data;
using Mvc.Models;

namespace Mvc.Controllers;

/// <summary>A logged-in user's notes.</summary>
[Authorize]
public sealed class NotesController(Notes notes) : Controller
{
    private string Account => User.Identity!.Name!;

    public async Task<IActionResult> Index() => View(new NotesPage(await notes.OfAsync(Account), Environment.ProcessId));

    [HttpPost]
    public async Task<IActionResult> Add([Required, StringLength(1000)] string text)
    {
        if (!ModelState.IsValid)
        {
            return await Index() is ViewResult page ? View("Index", page.Model) : BadRequest();
        }

        await notes.AddAsync(Account, text);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost]
    public async Task<IActionResult> Delete(long id)
    {
        await notes.DeleteAsync(Account, id);
        return RedirectToAction(nameof(Index));
    }

    [AllowAnonymous, Route("/error")]
    public IActionResult Error() => Problem();
}
