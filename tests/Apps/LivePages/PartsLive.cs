using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.UploadComponents;

namespace LivePages;

/// <summary>Cards with a state of their own, in a list that changes around them.</summary>
public sealed partial class CardsLive : LiveView<CardsLive.Assigns>
{
    public sealed record Assigns(ImmutableList<string> Cards, int Next = 4, string Last = "none");

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(["card 1", "card 2", "card 3"]));

    [Event] private void Append() => State = State with { Cards = State.Cards.Add($"card {State.Next}"), Next = State.Next + 1 };

    [Event] private void Reverse() => State = State with { Cards = State.Cards.Reverse() };

    [Event] private void Drop() => State = State with { Cards = State.Cards.RemoveAt(0) };

    [Event] private void Nudge() => CardComponent.SendChange("card 2", p => p with { Title = p.Title + "!" });

    [Info] private void OnLiked(Liked liked) => State = State with { Last = liked.Title };

    protected override Html Render(Assigns a) => $"""
        <h1>Cards</h1>
        <button phx-click="{On.Append}">Append</button> <button phx-click="{On.Reverse}">Reverse</button> <button phx-click="{On.Drop}">Drop</button> <button phx-click="{On.Nudge}">Nudge</button>
        <ul id="cards">{Each(a.Cards, c => c, c => CardComponent.Component(c, new(c)))}</ul>
        <p id="last">{a.Last}</p>
        """;
}

public sealed record Liked(string Title);

public sealed partial class CardComponent : LiveComponent<CardComponent.Props, CardComponent.Assigns>
{
    public sealed record Props(string Title);

    public sealed record Assigns(int Likes, string Note = "");

    protected override ValueTask<Assigns> Mount(Props props) => new(new Assigns(0));

    [Event] private void Like()
    {
        State = State with { Likes = State.Likes + 1 };
        SendToView(new Liked(Given.Title));
    }

    [Event] private void Write(string note = "") => State = State with { Note = note };

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(Assigns a) => $"""
        <li id="{Id.Replace(' ', '-')}">
          <b>{Given.Title}</b> <output>{a.Likes}</output>
          <button phx-click="{On.Like}" phx-target="{Myself}">Like</button>
          <form id="{Id.Replace(' ', '-')}-form" phx-change="{On.Write}" phx-target="{Myself}"><label>Note <input name="note" value="{a.Note}"></label></form>
          <i>{a.Note}</i>
          {When(a.Likes > 2, () => $"<button phx-click=\"{On.Crash}\" phx-target=\"{Myself}\">Crash</button>")}
        </li>
        """;
}

/// <summary>Takes text files and shows what is in them.</summary>
public sealed partial class FilesLive : LiveView<ImmutableList<string>>
{
    protected override ValueTask<Mount<ImmutableList<string>>> Mount(Params p, Session session)
    {
        AllowUpload("files", new UploadOptions { Accept = [".txt", ".png"], MaxEntries = 2, MaxFileBytes = 300_000 });
        return new(ImmutableList<string>.Empty);
    }

    [Event] private void Validate()
    {
    }

    [Event] private void Cancel(string file) => CancelUpload("files", file);

    [Event] private async Task Save()
    {
        var saved = await ConsumeUploadedEntries("files", file => new ValueTask<string>($"{file.Entry.ClientName}: {new FileInfo(file.Path!).Length} bytes"));
        State = State.AddRange(saved);
    }

    protected override Html Render(ImmutableList<string> saved)
    {
        var files = Upload("files");
        return $"""
            <h1>Files</h1>
            <form id="files" phx-change="{On.Validate}" phx-submit="{On.Save}">
              <label>Files {LiveFileInput(files)}</label>
              {Each(files.Entries, e => e.Ref, e => $"""<p class="entry">{When(e.ClientType == "image/png", () => LiveImgPreview(e))}<b>{e.ClientName}</b> <progress max="100" value="{e.Progress}"></progress> <u>{string.Join(' ', e.Errors.Select(UploadErrors.ToText))}</u> <button type="button" phx-click="{On.Cancel.With(("file", e.Ref))}">Remove {e.ClientName}</button></p>""")}
              <p id="errors">{string.Join(' ', files.Errors.Select(UploadErrors.ToText))}</p>
              <button>Save</button>
            </form>
            <ul id="saved">{Each(saved, s => $"<li>{s}</li>")}</ul>
            """;
    }
}

public sealed record Draft(string Text);

[JsonSerializable(typeof(Draft))]
internal sealed partial class PartsJson : JsonSerializerContext;

/// <summary>Counts, and lets the page keep a draft that no form has.</summary>
public sealed partial class KeepLive : LiveView<KeepLive.Assigns>
{
    public sealed record Assigns(Draft Draft, int Count);

    protected override PersistedState<Assigns>? Persisted => PersistedState<Assigns>.Sealed(PartsJson.Default.Draft, a => a.Draft, (a, draft) => a with { Draft = draft });

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(new Draft(""), 0));

    [Event] private void Add() => State = new Assigns(new Draft(State.Draft.Text + "x"), State.Count + 1);

    [Event] private void Crash() => throw new InvalidOperationException("told to crash");

    protected override Html Render(Assigns a) => $"""
        <p id="draft">{a.Draft.Text}</p><p id="count">{a.Count}</p>
        <button phx-click="{On.Add}">Add</button> <button phx-click="{On.Crash}">Crash</button>
        """;
}
