namespace MinimalApi;

/// <summary>A book on sale.</summary>
public sealed record Book(int Id, string Title, decimal Price);

/// <summary>The books on sale. They never change, so that it does not matter which process is asked.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Book> Books { get; } =
    [
        new(1, "The Time Machine", 8.50m),
        new(2, "Flatland", 6.00m),
        new(3, "A Journey to the Centre of the Earth", 9.90m),
    ];

    public static Book? Find(int id) => Books.FirstOrDefault(book => book.Id == id);
}
