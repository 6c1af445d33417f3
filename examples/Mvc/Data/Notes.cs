using Mvc.Models;

namespace Mvc.Data;

/// <summary>The notes of all accounts.</summary>
public sealed class Notes(Database database, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public Task<IReadOnlyList<Note>> OfAsync(string account) => database.QueryAsync(
        "SELECT id, text, written FROM notes WHERE account = $account ORDER BY id DESC",
        row => new Note(row.GetInt64(0), row.GetString(1), row.GetDateTimeOffset(2)),
        ("$account", account));

    public Task AddAsync(string account, string text) => database.ExecuteAsync(
        "INSERT INTO notes (account, text, written) VALUES ($account, $text, $written)",
        ("$account", account),
        ("$text", text),
        ("$written", _time.GetUtcNow()));

    public Task DeleteAsync(string account, long id) => database.ExecuteAsync(
        "DELETE FROM notes WHERE id = $id AND account = $account", ("$id", id), ("$account", account));
}
