namespace Mvc.Models;

/// <summary>A note as its author sees it.</summary>
public sealed record Note(long Id, string Text, DateTimeOffset Written);
