using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>An upload that a view or a component has allowed: its chosen files and what is wrong with them. For <see cref="UploadComponents"/> in the template. Source: Phoenix.LiveView.UploadConfig.</summary>
public sealed class LiveUpload
{
    /// <summary>Beyond the limit so many more are shown as too many; the rest is dropped.</summary>
    private const int MaxSurplus = 100;

    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly List<UploadEntry> _entries = [];
    private readonly List<(string Ref, string Error)> _errors = [];
    private int _consumed;

    internal LiveUpload(string name, UploadOptions options, LiveSocket socket, ComponentEntry? component)
    {
        Name = name;
        Options = options;
        Socket = socket;
        Component = component;
        Ref = "phx-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        foreach (var accepted in options.Accept)
        {
            if (!accepted.StartsWith('.') && !accepted.Contains('/', StringComparison.Ordinal))
                throw new ArgumentException($"The upload \"{name}\" accepts \"{accepted}\", which is neither an extension (.jpg) nor a media type (image/png, image/*).");
        }
    }

    /// <summary>The name that it was allowed under, and that of its input.</summary>
    public string Name { get; }

    /// <summary>What may be uploaded.</summary>
    public UploadOptions Options { get; }

    /// <summary>The id of its input: for a label's <c>for</c> and for <c>phx-drop-target</c>.</summary>
    public string Ref { get; }

    /// <summary>The chosen files.</summary>
    public IReadOnlyList<UploadEntry> Entries => _entries;

    /// <summary>What is wrong with the choice as a whole. What is wrong with a file has <see cref="UploadEntry.Errors"/>.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Where(e => e.Ref == Ref).Select(static e => e.Error)];

    internal IReadOnlyList<(string Ref, string Error)> AllErrors => _errors;

    internal LiveSocket Socket { get; }

    internal ComponentEntry? Component { get; }

    internal UploadEntry? Find(string @ref) => _entries.Find(e => e.Ref == @ref);

    /// <summary>Takes what the browser says was chosen.</summary>
    /// <returns>Whether all of it may be sent.</returns>
    internal bool Put(IEnumerable<Params> chosen)
    {
        Params[] arriving = [.. chosen.Where(c => Text(c, "ref") is { Length: > 0 and <= 32 } r && Find(r) is null)];
        if (Options.MaxEntries == 1 && _entries.Count == 1 && arriving.Length == 1)
            Drop(_entries[0], cancel: true);
        foreach (var file in arriving)
        {
            if (_entries.Count >= Options.MaxEntries + MaxSurplus)
            {
                Socket.Host.Log.TooManyUploads(Socket.Definition.Name, Name, arriving.Length);
                break;
            }

            Add(file);
        }

        if (IsOverfull && !_errors.Contains((Ref, UploadErrors.TooManyFiles)))
            _errors.Add((Ref, UploadErrors.TooManyFiles));
        return _errors.Count == 0;
    }

    internal void Fail(UploadEntry entry, string error)
    {
        entry.IsValid = false;
        if (!_errors.Contains((entry.Ref, error)))
            _errors.Add((entry.Ref, error));
    }

    /// <summary>Forgets a file, and ends the process that takes it.</summary>
    internal void Drop(UploadEntry entry, bool cancel)
    {
        if (!_entries.Remove(entry))
            return;
        _errors.RemoveAll(e => e.Ref == entry.Ref);
        if (!cancel)
            _consumed++;
        if (!IsOverfull)
            _errors.RemoveAll(e => e.Ref == Ref && e.Error == UploadErrors.TooManyFiles);
        if (!entry.Channel.IsNone)
            new ChannelStop(ExitReason.ShutdownWith(cancel ? "cancelled" : "consumed")).Cast(entry.Channel);
    }

    internal void DropAll()
    {
        foreach (var entry in _entries.ToArray())
            Drop(entry, cancel: true);
    }

    /// <summary>Whether a file is among the first that are allowed.</summary>
    internal bool HasRoom(UploadEntry entry) => _entries.IndexOf(entry) < Options.MaxEntries - Counted;

    private bool IsOverfull => _entries.Count > Options.MaxEntries - Counted;

    private int Counted => Options.Count == UploadCount.Total ? _consumed : 0;

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
        _entries.Add(entry);
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
}
