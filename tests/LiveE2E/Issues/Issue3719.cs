using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Shows which input has changed.</summary>
public sealed partial class Issue3719 : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new("nil");

    [Event] private void Inc(Params p) => State = $"[{string.Join(", ", p.List("_target").Select(static part => $"\"{part}\""))}]";

    protected override Html Render(string target) => $"""
        <form phx-change="{On.Inc}">
          <input id="a" type="text" name="foo" aria-label="a">
          <input id="b" type="text" name="foo[bar]" aria-label="b">
        </form>
        <span id="target">{target}</span>
        """;
}
