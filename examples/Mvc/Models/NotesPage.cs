namespace Mvc.Models;

/// <summary>What the page of notes shows.</summary>
/// <param name="ProcessId">The process that made the page: under several of them it changes from one to the next.</param>
public sealed record NotesPage(IReadOnlyList<Note> Notes, int ProcessId);
