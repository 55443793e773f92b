using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>A form whose input outlives its page's process and its server.</summary>
public sealed partial class FormLive : LiveView<FormLive.Assigns>
{
    public sealed record Assigns(string Name, string Upper, int Changes);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns("", "", 0));

    [Event] private void Validate(string name) => State = State with { Name = name, Upper = name.ToUpperInvariant(), Changes = State.Changes + 1 };

    [Event] private LiveAction Save(string name)
    {
        PutFlash("info", $"Saved {name}");
        return PushNavigate("/params");
    }

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(Assigns a) => $"""
        <form id="form" phx-change="{On.Validate}" phx-submit="{On.Save}">
          <input name="name" aria-label="Name" value="{a.Name}">
          <button>Save</button>
        </form>
        <output id="upper">{a.Upper}</output>
        <button phx-click="{On.Crash}">Crash</button>
        """;
}
