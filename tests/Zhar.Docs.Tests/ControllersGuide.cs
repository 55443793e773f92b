using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace Zhar.Docs.Tests.Controllers;

public sealed record Book(int Id, string Title);

public sealed class Books
{
    public Task<IReadOnlyList<Book>> List(int page, string? search) => Task.FromResult<IReadOnlyList<Book>>([new(1, $"{search}{page}")]);

    public Task<Result<Book>> Fetch(int id) => Task.FromResult<Result<Book>>(id == 1 ? new Ok<Book>(new(1, "SICP")) : new Error<Book>("not_found"));

    public Task<Book?> Create(BookInput input) => Task.FromResult(input.Title.Length > 0 ? new Book(1, input.Title) : null);
}

public sealed partial class BookController(Books books) : Controller
{
    public async Task<IResult> Index(Conn conn, int page = 1, string? search = null) => Render(Index, await books.List(page, search));

    public async Task<IResult> Show(Conn conn, int id) => With(await books.Fetch(id), book => Render(Show, book));

    public IResult New(Conn conn) => Render(New, new BookInput(""));

    public async Task<IResult> Create(Conn conn, BookInput book) => await books.Create(book) is { } made
        ? Redirect(to: Paths.Books.Show(made.Id))
        : Render(New, book).Status(422);
}

public sealed record BookInput(string Title, int? Year = null)
{
    public List<string> Tags { get; init; } = [];
}

public static class BookHtml
{
    public static Html Index(IReadOnlyList<Book> books) =>
        $"<ul>{Each(books, b => b.Id, b => $"<li><a href=\"{Paths.Books.Show(b.Id)}\">{b.Title}</a></li>")}</ul>";

    public static Html Show(Book book) => $"<h1>{book.Title}</h1>";

    public static Html New(BookInput book) => $"""<form method="post" action="{Paths.Books.Create()}"><input name="book[title]" value="{book.Title}"></form>""";
}

public static class BookJson
{
    public static IReadOnlyList<Book> Index(IReadOnlyList<Book> books) => books;

    public static Book Show(Book book) => book;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Book))]
[JsonSerializable(typeof(IReadOnlyList<Book>))]
internal sealed partial class LibraryJson : JsonSerializerContext;

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html"));
    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.Get("/", PageController.Actions.Home);
            s.Resources<BookController>("/books");
            s.Get("/login", PageController.Actions.Login);
        });
        Scope("/api", Api, s => s.Resources<BookController>("/books", only: [Index, Show]));
    }
}

[Plug<RequireRole>("editor", Except = [nameof(Home), nameof(Login)])]
public sealed partial class PageController : Controller
{
    private static readonly AssignKey<string> Greeting = new("greeting");

    public IResult Home(Conn conn) => Text(conn.Get(Greeting));

    public IResult Login() => Text("Who are you?");

    [Authorize(Roles = "admin")]
    public IResult Report() => SendDownload("title,year\n"u8.ToArray(), "bücher.csv");

    [Plug(Only = [nameof(Home)])]
    private void Greet(Conn conn) => conn.Assign(Greeting, "Hello");

    [Plug(Only = [nameof(Report)])]
    private IResult? NotOnSundays(Conn conn) => conn.Params.Get("day") == "sunday" ? Forbidden() : null;
}

public sealed class RequireRole(string role) : IPlug
{
    public ValueTask Call(Conn conn)
    {
        if (!conn.User.IsInRole(role))
            conn.RedirectTo(Paths.Login()).Halt();
        return default;
    }
}

public static class Links
{
    public static string[] Of(Conn conn) =>
    [
        Paths.Books.Show(1),                            // /books/1
        Paths.Books.Index(page: 2, search: "a&b"),      // /books?page=2&search=a%26b
        Paths.Books.Index(query: [("sort", "title")]),  // /books?sort=title
        Paths.Api.Books.Show(1),                        // /api/books/1
        Paths.Login(),                                  // /login: a path alone, so no class around it
        Urls.Books.Show(conn, 1),                       // https://example.com/books/1
    ];
}
