using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace WebFeatures.Pages;

/// <summary>A Razor page with a form, and so with a token against forged ones.</summary>
public sealed class IndexModel : PageModel
{
    [BindProperty]
    public string Name { get; set; } = "World";
}
