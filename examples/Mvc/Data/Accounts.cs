using Microsoft.AspNetCore.Identity;

namespace Mvc.Data;

/// <summary>Who may log in.</summary>
public sealed class Accounts(Database database)
{
    private readonly PasswordHasher<string> _hasher = new();

    /// <summary>Adds an account.</summary>
    /// <returns>False if the name is taken.</returns>
    public async Task<bool> TryAddAsync(string name, string password) =>
        await database.ExecuteAsync(
            "INSERT INTO accounts (name, password_hash) VALUES ($name, $hash) ON CONFLICT DO NOTHING",
            ("$name", name),
            ("$hash", _hasher.HashPassword(name, password))) == 1;

    /// <summary>Checks a password.</summary>
    public async Task<bool> VerifyAsync(string name, string password)
    {
        var hashes = await database.QueryAsync(
            "SELECT password_hash FROM accounts WHERE name = $name", row => row.GetString(0), ("$name", name));
        return hashes is [var hash] && _hasher.VerifyHashedPassword(name, hash, password) != PasswordVerificationResult.Failed;
    }
}
