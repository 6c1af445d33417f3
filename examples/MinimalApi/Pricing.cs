namespace MinimalApi;

/// <summary>What a customer wants to buy.</summary>
public sealed record Order(IReadOnlyList<OrderLine> Lines);

/// <summary>So many copies of a book.</summary>
public sealed record OrderLine(int Book, int Copies);

/// <summary>What an order costs.</summary>
public sealed record Price(int Copies, decimal Total);

/// <summary>Computes prices.</summary>
public static class Pricing
{
    /// <returns>Null if a line names no book or no copies.</returns>
    public static Price? Of(Order order)
    {
        var copies = 0;
        var total = 0m;
        foreach (var line in order.Lines)
        {
            if (line.Copies < 1 || Catalogue.Find(line.Book) is not { } book)
            {
                return null;
            }

            copies += line.Copies;
            total += line.Copies * book.Price;
        }

        return new Price(copies, total);
    }
}
