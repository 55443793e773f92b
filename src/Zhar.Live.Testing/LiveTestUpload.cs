using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Zhar.Testing;

namespace Zhar.Live.Testing;

/// <summary>A file input with the files that the user has chosen, sent as the official client does: in chunks, with their progress. Source: Phoenix.LiveViewTest.Upload.</summary>
public sealed class LiveTestUpload
{
    private readonly LiveTestView _view;
    private readonly PageConnection _connection;
    private readonly string _form;
    private readonly string _name;
    private readonly List<Chosen> _files;
    private JsonElement _config;
    private bool _isPreflighted;

    internal LiveTestUpload(LiveTestView view, PageConnection connection, string form, string name, LiveTestFile[] files)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(files);
        _view = view;
        _connection = connection;
        _form = form;
        _name = name;
        _files = [.. files.Select(f => new Chosen(f, connection.NextFileRef()))];
    }

    private string InputRef => Input.GetAttribute("data-phx-upload-ref") ?? throw new ExpectationException($"The input \"{_name}\" is none of LiveFileInput.{Environment.NewLine}{Input.OuterHtml}");

    /// <summary>As the client: a file that the server has taken out of the choice is not spoken of again.</summary>
    private IEnumerable<Chosen> Active
    {
        get
        {
            var active = (Input.GetAttribute("data-phx-active-refs") ?? "").Split(',');
            return _files.Where(f => !f.IsKnown || active.Contains(f.Ref));
        }
    }

    private IElement Input => _view.Single($"{_form} input[type='file'][name='{_name}']", null);

    /// <summary>Chooses the files: sends the form's <c>phx-change</c> with them. <see cref="Upload"/> does it by itself.</summary>
    /// <returns>The markup of the page after it.</returns>
    public Task<string> Choose()
    {
        var uploads = new JsonObject { [InputRef] = new JsonArray([.. Active.Select(Describe)]) };
        foreach (var chosen in _files)
            chosen.IsKnown = true;
        return new LiveTestElement(_view, _form, null, []).ChooseFiles(_name, uploads);
    }

    /// <summary>Asks whether the files may be sent: what the server has to say, by the names of the files. Source: preflight_upload/1.</summary>
    /// <returns>For each file its errors, or the token or the fields of an external uploader.</returns>
    public async Task<IReadOnlyDictionary<string, JsonElement>> Preflight()
    {
        var request = new JsonObject { ["ref"] = InputRef, ["entries"] = new JsonArray([.. Active.Select(Describe)]) };
        if (new LiveTestElement(_view, _form, null, []).FormTarget is { } cid)
            request["cid"] = cid;
        var answer = (await _view.Push("allow_upload", request).ConfigureAwait(false)).Payload;
        _isPreflighted = true;
        var results = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (answer.TryGetProperty("error", out var errors))
        {
            foreach (var error in errors.EnumerateArray())
                results[_files.Find(f => f.Ref == error[0].GetString())?.File.Name ?? _name] = error[1].Clone();
            return results;
        }

        _config = answer.GetProperty("config").Clone();
        foreach (var chosen in _files)
        {
            if (answer.GetProperty("entries").TryGetProperty(chosen.Ref, out var meta))
            {
                results[chosen.File.Name] = meta.Clone();
                chosen.Token = meta.ValueKind == JsonValueKind.String ? meta.GetString() : null;
            }
            else if (answer.GetProperty("errors").TryGetProperty(chosen.Ref, out var failed))
                results[chosen.File.Name] = failed.Clone();
        }

        return results;
    }

    /// <summary>Sends a file, or a further part of it, in chunks. Chooses the files and asks first, when that was not done. Source: render_upload/3.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="percent">How much of it is there afterwards.</param>
    /// <returns>The markup of the page after it.</returns>
    /// <exception cref="ExpectationException">The server refuses the file or a chunk of it.</exception>
    public async Task<string> Upload(string name, int percent = 100)
    {
        var chosen = _files.Find(f => f.File.Name == name) ?? throw new ExpectationException($"\"{name}\" was not chosen. The files are: {string.Join(", ", _files.Select(static f => f.File.Name))}.");
        if (!_isPreflighted)
        {
            await Choose().ConfigureAwait(false);
            var answers = await Preflight().ConfigureAwait(false);
            if (chosen.Token is null)
                throw new ExpectationException($"The server does not take \"{name}\": {(answers.TryGetValue(name, out var answer) || answers.TryGetValue(_name, out answer) ? answer.GetRawText() : "it gives no answer for it")}");
        }

        await Send(chosen, percent).ConfigureAwait(false);
        var report = new JsonObject { ["event"] = null, ["ref"] = InputRef, ["entry_ref"] = chosen.Ref, ["progress"] = percent };
        await _view.Push("progress", report).ConfigureAwait(false);
        return await _view.Render().ConfigureAwait(false);
    }

    private async Task Send(Chosen chosen, int percent)
    {
        var topic = "lvu:" + chosen.Ref;
        if (chosen.JoinRef is null)
        {
            chosen.JoinRef = _connection.NextRef();
            var joined = await _connection.JoinFile(_view, topic, chosen.JoinRef, chosen.Token ?? "").ConfigureAwait(false);
            if (joined.Status != "ok")
                throw new ExpectationException($"The server does not take \"{chosen.File.Name}\": {joined.Payload.GetRawText()}");
        }

        var size = _config.GetProperty("chunk_size").GetInt32();
        var end = (int)(chosen.File.Content.Length * (long)percent / 100);
        while (chosen.Sent < end)
        {
            var length = Math.Min(size, end - chosen.Sent);
            var reply = await _connection.PushChunk(_view, topic, chosen.JoinRef, chosen.File.Content.Slice(chosen.Sent, length)).ConfigureAwait(false);
            if (reply.Status != "ok")
                throw new ExpectationException($"The server does not take bytes of \"{chosen.File.Name}\": {reply.Payload.GetRawText()}");
            chosen.Sent += length;
        }
    }

    private JsonObject Describe(Chosen chosen) => new()
    {
        ["path"] = _name,
        ["ref"] = chosen.Ref,
        ["name"] = chosen.File.Name,
        ["relative_path"] = "",
        ["type"] = chosen.File.Type,
        ["size"] = chosen.File.AnnouncedSize ?? chosen.File.Content.Length,
        ["last_modified"] = 1_700_000_000_000,
    };

    private sealed class Chosen(LiveTestFile file, string reference)
    {
        internal LiveTestFile File => file;

        internal string Ref => reference;

        internal bool IsKnown { get; set; }

        internal string? Token { get; set; }

        internal string? JoinRef { get; set; }

        internal int Sent { get; set; }
    }
}
