using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MinimalApi;

var builder = WebApplication.CreateBuilder(args);
// An order without lines is the client's mistake: 400 rather than a null that nobody expects.
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.RespectNullableAnnotations = true;
    options.SerializerOptions.RespectRequiredConstructorParameters = true;
});
var app = builder.Build();

app.MapGet("/", () => TypedResults.Text("Hello World!"));

app.MapGet("/books", () => Catalogue.Books);

app.MapGet("/books/{id:int}", Results<Ok<Book>, NotFound> (int id) =>
    Catalogue.Find(id) is { } book ? TypedResults.Ok(book) : TypedResults.NotFound());

app.MapPost("/orders/price", Results<Ok<Price>, ValidationProblem> (Order order) =>
    Pricing.Of(order) is { } price
        ? TypedResults.Ok(price)
        : TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["lines"] = ["Each line needs a known book and at least one copy."] }));

// Blocks a thread, as code that waits for an old database driver does.
app.MapGet("/sleep", (int ms = 50) =>
{
    Thread.Sleep(Math.Clamp(ms, 0, 10_000));
    return TypedResults.Text("slept");
});

app.MapGet("/pid", () => TypedResults.Text(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));

app.Run();
