using Microsoft.Data.Sqlite;

namespace Mvc.Data;

/// <summary>The SQLite file. Several processes may use it at once: they wait for each other's writes.</summary>
public sealed class Database(string file)
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString();

    /// <summary>Prepares the file, unless that is done.</summary>
    public async Task CreateTablesAsync()
    {
        // With a write-ahead log readers and a writer do not wait for each other.
        await ExecuteAsync("PRAGMA journal_mode = WAL");
        await ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS accounts (
                name TEXT PRIMARY KEY COLLATE NOCASE,
                password_hash TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS notes (
                id INTEGER PRIMARY KEY,
                account TEXT NOT NULL COLLATE NOCASE REFERENCES accounts (name),
                text TEXT NOT NULL,
                written TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS notes_of_account ON notes (account);
            """);
    }

    /// <returns>The number of rows that changed.</returns>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads all rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    // Its callers pass texts that are written in this program; values go into parameters.
#pragma warning disable CA2100
    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
#pragma warning restore CA2100
}
