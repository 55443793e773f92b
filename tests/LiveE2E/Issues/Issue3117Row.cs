using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>One row.</summary>
public sealed partial class Issue3117Row : LiveComponent<AsyncResult<string>>
{
    protected override ValueTask<AsyncResult<string>> Mount()
    {
        AssignAsync(static _ => Task.FromResult("bar"), null, static (_, value) => value);
        return new(State);
    }

    protected override Html Render(AsyncResult<string> foo) => $"<div id=\"{Id}\">Example LC Row {foo.Value}{Static()}</div>";

    private static Html Static() => $"<div class=\"static\">static content</div>";
}
