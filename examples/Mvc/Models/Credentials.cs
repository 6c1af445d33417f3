using System.ComponentModel.DataAnnotations;

namespace Mvc.Models;

/// <summary>What the forms for logging in and for a new account send.</summary>
public sealed class Credentials
{
    [Required, StringLength(40)]
    public string Name { get; set; } = "";

    [Required, StringLength(200, MinimumLength = 8), DataType(DataType.Password)]
    public string Password { get; set; } = "";

    /// <summary>Where to go then.</summary>
    public string? ReturnUrl { get; set; }
}
