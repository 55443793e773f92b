using Microsoft.AspNetCore.Http;
using Zhar;
using Zhar.Web;

namespace WebUnloadSample;

public enum Tone
{
    Plain,
    Loud,
}

public sealed record Wish(string Text, Tone Tone, List<Guid> For);

public sealed partial class GreetingController : Controller
{
    public IResult Show(Conn conn, int id, Wish? wish = null, Tone tone = Tone.Plain) => Render(Show, new Greeting($"{id} {wish?.Text} {tone}"));

    public IResult List() => Json<IReadOnlyList<Greeting>>([new Greeting("one")]);

    public Task<Result<Greeting>> Fails() => Task.FromResult<Result<Greeting>>(new Error<Greeting>("not_found"));
}

public static class GreetingHtml
{
    public static Html Show(Greeting greeting) => $"<a href=\"{SamplePaths.Greetings.Show(1, tone: Tone.Loud)}\">{greeting.Text}</a>";
}

public static class GreetingJson
{
    public static Greeting Show(Greeting greeting) => greeting;
}
