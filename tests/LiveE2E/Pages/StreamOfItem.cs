using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>An item of a stream, with a stream.</summary>
public sealed partial class StreamOfItem : LiveComponent<StreamOfItem.Props, LiveStream<string>>
{
    public sealed record Props(string Name);

    protected override ValueTask<LiveStream<string>> Mount(Props props) => new(With(LiveStream<string>.Create("nested"), Connected ? "abcd" : "efgh"));

    [Event] private void Reorder() => State = With(State.Reset(), "eafg");

    protected override Html Render(LiveStream<string> nested) => $"""
        <li id="{Id}">
          {Given.Name}
          <div id="{Id}-nested" phx-update="stream" style="display: flex; gap: 4px">{nested.Each((id, item) => $"<span id=\"{id}\">{item}</span>")}</div>
          <button phx-click="{On.Reorder}" phx-target="{Myself}">Reorder</button>
        </li>
        """;

    private LiveStream<string> With(LiveStream<string> items, string letters) =>
        items.InsertAll(letters.Select(static l => $"N-{char.ToUpperInvariant(l)}"), item => $"{Id}-{char.ToLowerInvariant(item[^1])}");
}
