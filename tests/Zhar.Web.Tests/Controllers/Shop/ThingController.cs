using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Zhar.Web.Tests.Controllers.Shop;

/// <summary>What comes in, and every way to answer.</summary>
public sealed partial class ThingController : Controller
{
    private static readonly string[] Allowed = ["https://example.com/x?a=b"];

    public IResult Typed(int number, decimal price, bool flag, Guid id, DateOnly day, Role role, double? weight, string note = "none") =>
        Text(FormattableString.Invariant($"{number} {price} {flag} {id} {day:O} {role} {weight} {note}"));

    public IResult Lists(int[] ids, List<string> tags, Role[]? roles) => Text($"{string.Join('+', ids)} {string.Join('+', tags)} {roles?.Length}");

    public IResult Services(Conn conn, Users users, ClaimsPrincipal who, CancellationToken cancellation, [FromServices] TimeProvider time, [FromHeader(Name = "X-Thing")] string thing, HttpRequest request) =>
        Text($"{users is not null} {who.Identity?.IsAuthenticated} {cancellation.CanBeCanceled} {time is not null} {thing} {request.Method}");

    public Task<Result<UserData>> Outcome(string what) => Task.FromResult<Result<UserData>>(what switch
    {
        "ok" => new Ok<UserData>(new(1, "Ada")),
        "bad" => new Error<UserData>("not_found"),
        _ => new Error<UserData>("boom"),
    });

    public UserData Data() => new(7, "Data");

    public Html Markup(string name) => $"<b>{name}</b>";

    public async ValueTask<string> Words()
    {
        await Task.Yield();
        return "words";
    }

    public Task Own(Conn conn) => conn.Response.WriteAsync("own");

    public void Silent(Conn conn) => conn.Response.StatusCode = 202;

    public IResult Back(string to) => Redirect(to);

    public IResult Away(string to) => RedirectExternal(to);

    public IResult AwayFixed() => RedirectExternal(Allowed[0], 303);

    public IResult Download(string name, bool inline = false) => SendDownload("bytes"u8.ToArray(), name, inline: inline);

    public IResult Stream() => SendDownload(new MemoryStream("stream"u8.ToArray()), "a.txt");

    public IResult File([Param("path")] string path) => SendFile(Folder, path, null);

    public IResult Part(int offset, int? length) => SendFile(Path.Combine(Folder, "hello.txt"), offset: offset, length: length);

    public IResult Pieces() => Chunked(async body =>
    {
        await body.Write("one ");
        await body.Write("two "u8.ToArray());
        await body.Write(Html.Text("<three>"));
    });

    public IResult Ticks(string data) => Events(Ticking(data));

    public IResult Made() => Created(Paths.Users.Show(9), new UserData(9, "Nine"));

    public IResult Gone() => Status(410, "It went away.");

    public IResult Wrong() => Problem(422, "Not so.", "Wrong");

    public IResult Null() => null!;

    public IResult Upload(Upload file) => Text($"{file.FileName} {file.Length}");

    [NoAction]
    public IResult Helper() => NoContent();

    internal static string Folder { get; } = Directory.CreateTempSubdirectory("zhar-files").FullName;

    private static async IAsyncEnumerable<ServerSentEvent> Ticking(string data, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        yield return new ServerSentEvent(data, "tick", "1", TimeSpan.FromSeconds(2));
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        yield return new ServerSentEvent("end");
    }
}
