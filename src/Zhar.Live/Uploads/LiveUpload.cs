using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>An upload that a view or a component has allowed: its chosen files and what is wrong with them. For <see cref="UploadComponents"/> in the template. Source: Phoenix.LiveView.UploadConfig.</summary>
/// <remarks>It may be given to a component, or be what a <c>Memo</c> depends on: when anything about its files has changed, <c>Upload</c> gives another object, and so do its
/// <see cref="Entries"/>.</remarks>
public sealed class LiveUpload
{
    /// <summary>Beyond the limit so many more are shown as too many; the rest is dropped.</summary>
    private const int MaxSurplus = 100;

    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly Choice _choice;

    internal LiveUpload(string name, UploadOptions options, LiveSocket socket, ComponentEntry? component)
    {
        Name = name;
        Options = options;
        Socket = socket;
        Component = component;
        Ref = "phx-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        _choice = new Choice(this);
        foreach (var accepted in options.Accept)
        {
            if (!accepted.StartsWith('.') && !accepted.Contains('/', StringComparison.Ordinal))
                throw new ArgumentException($"The upload \"{name}\" accepts \"{accepted}\", which is neither an extension (.jpg) nor a media type (image/png, image/*).");
        }
    }

    /// <summary>The same upload as another object: what is compared by reference sees that it has changed.</summary>
    private LiveUpload(LiveUpload before)
    {
        (Name, Options, Socket, Component, Ref, _choice) = (before.Name, before.Options, before.Socket, before.Component, before.Ref, before._choice);
        _choice.Current = this;
    }

    /// <summary>The name that it was allowed under, and that of its input.</summary>
    public string Name { get; }

    /// <summary>What may be uploaded.</summary>
    public UploadOptions Options { get; }

    /// <summary>The id of its input: for a label's <c>for</c> and for <c>phx-drop-target</c>.</summary>
    public string Ref { get; }

    /// <summary>The chosen files.</summary>
    public IReadOnlyList<UploadEntry> Entries => _choice.Entries;

    /// <summary>What is wrong with the choice as a whole. What is wrong with a file has <see cref="UploadEntry.Errors"/>.</summary>
    public IReadOnlyList<string> Errors => [.. _choice.Errors.Where(e => e.Ref == Ref).Select(static e => e.Error)];

    internal IReadOnlyList<(string Ref, string Error)> AllErrors => _choice.Errors;

    internal LiveSocket Socket { get; }

    internal ComponentEntry? Component { get; }

    /// <summary>The last object of this upload.</summary>
    internal LiveUpload Current => _choice.Current;

    internal UploadEntry? Find(string @ref) => _choice.Entries.Find(e => e.Ref == @ref);

    /// <summary>Takes what the browser says was chosen.</summary>
    /// <returns>Whether all of it may be sent.</returns>
    internal bool Put(IEnumerable<Params> chosen)
    {
        Params[] arriving = [.. chosen.Where(c => Text(c, "ref") is { Length: > 0 and <= 32 } r && Find(r) is null)];
        if (Options.MaxEntries == 1 && _choice.Entries.Count == 1 && arriving.Length == 1)
            Drop(_choice.Entries[0], cancel: true);
        foreach (var file in arriving)
        {
            if (_choice.Entries.Count >= Options.MaxEntries + MaxSurplus)
            {
                Socket.Host.Log.TooManyUploads(Socket.Definition.Name, Name, arriving.Length);
                break;
            }

            Add(file);
        }

        if (IsOverfull && !_choice.Errors.Contains((Ref, UploadErrors.TooManyFiles)))
            _choice.Errors.Add((Ref, UploadErrors.TooManyFiles));
        if (arriving.Length > 0)
            Changed();
        return _choice.Errors.Count == 0;
    }

    internal void Fail(UploadEntry entry, string error)
    {
        entry.IsValid = false;
        if (!_choice.Errors.Contains((entry.Ref, error)))
            _choice.Errors.Add((entry.Ref, error));
        Changed(entry);
    }

    /// <summary>Something about a file, or about the choice as a whole, is another than before.</summary>
    internal void Changed(UploadEntry? entry = null)
    {
        var current = new LiveUpload(this);
        if (entry is not null && _choice.Entries.FindIndex(e => e.Ref == entry.Ref) is >= 0 and var at)
            _choice.Entries[at] = entry.Next(current);
    }

    /// <summary>Forgets a file, and ends the process that takes it.</summary>
    internal void Drop(UploadEntry entry, bool cancel)
    {
        if (_choice.Entries.RemoveAll(e => e.Ref == entry.Ref) == 0)
            return;
        _choice.Errors.RemoveAll(e => e.Ref == entry.Ref);
        if (!cancel)
            _choice.Consumed++;
        if (!IsOverfull)
            _choice.Errors.RemoveAll(e => e.Ref == Ref && e.Error == UploadErrors.TooManyFiles);
        if (!entry.Channel.IsNone)
            new ChannelStop(ExitReason.ShutdownWith(cancel ? "cancelled" : "consumed")).Cast(entry.Channel);
        Changed();
    }

    internal void DropAll()
    {
        foreach (var entry in _choice.Entries.ToArray())
            Drop(entry, cancel: true);
    }

    /// <summary>Whether a file is among the first that are allowed.</summary>
    internal bool HasRoom(UploadEntry entry) => _choice.Entries.FindIndex(e => e.Ref == entry.Ref) < Options.MaxEntries - Counted;

    private bool IsOverfull => _choice.Entries.Count > Options.MaxEntries - Counted;

    private int Counted => Options.Count == UploadCount.Total ? _choice.Consumed : 0;

    private void Add(Params file)
    {
        var size = file.TryGet<long>("size", out var bytes) ? bytes : -1;
        var entry = new UploadEntry(this, Text(file, "ref")!) // looked at before
        {
            ClientName = Text(file, "name") ?? "",
            ClientRelativePath = Text(file, "relative_path") ?? "",
            ClientSize = Math.Max(size, 0),
            ClientType = Text(file, "type") ?? "",
            ClientLastModified = file.TryGet<long>("last_modified", out var at) && at is >= 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            ClientMeta = file.Raw("meta") as Params ?? Params.Empty,
        };
        _choice.Entries.Add(entry);
        if (size < 0 || size > Options.MaxFileBytes)
            Fail(entry, UploadErrors.TooLarge);
        else if (!IsAccepted(entry))
            Fail(entry, UploadErrors.NotAccepted);
        else if (Options.Validate?.Invoke(entry) is { } error)
            Fail(entry, error);
    }

    private bool IsAccepted(UploadEntry entry)
    {
        if (Options.Accept.Count == 0)
            return true;
        foreach (var accepted in Options.Accept)
        {
            if (accepted.StartsWith('.')
                ? entry.ClientName.EndsWith(accepted, StringComparison.OrdinalIgnoreCase)
                    || (Types.TryGetContentType("file" + accepted, out var type) && string.Equals(type, entry.ClientType, StringComparison.OrdinalIgnoreCase))
                : accepted.EndsWith("/*", StringComparison.Ordinal)
                    ? entry.ClientType.StartsWith(accepted[..^1], StringComparison.OrdinalIgnoreCase)
                    : string.Equals(accepted, entry.ClientType, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string? Text(Params p, string key) => p.Raw(key) is { } value and not Params and not ParamList ? Params.Text(value) : null;

    /// <summary>What all objects of one upload share.</summary>
    private sealed class Choice(LiveUpload first)
    {
        internal List<UploadEntry> Entries { get; } = [];

        internal List<(string Ref, string Error)> Errors { get; } = [];

        /// <summary>How many files were consumed.</summary>
        internal int Consumed { get; set; }

        internal LiveUpload Current { get; set; } = first;
    }
}
