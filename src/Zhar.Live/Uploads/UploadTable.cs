using System.Buffers;
using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The uploads of one view, those of its components included.</summary>
internal sealed class UploadTable(LiveSocket socket)
{
    private static readonly TimeSpan ChannelTime = TimeSpan.FromSeconds(5);

    private readonly List<LiveUpload> _uploads = [];

    // ---- for views and components ------------------------------------------------------------------------------------

    internal LiveUpload Allow(string name, UploadOptions options, ComponentEntry? component)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_uploads.Exists(u => u.Name == name && u.Component == component))
            throw new InvalidOperationException($"The upload \"{name}\" is allowed already. Allow it once, in Mount; DisallowUpload(\"{name}\") takes it back.");
        var limit = socket.Host.Options.Socket.MaxFrameBytes - 1024;
        if (options.ChunkBytes > limit)
            throw new ArgumentException($"ChunkBytes of the upload \"{name}\" is {options.ChunkBytes}, and a frame of the live socket has room for {limit}. Make the chunks smaller, or SocketOptions.MaxFrameBytes larger.", nameof(options));
        var upload = new LiveUpload(name, options, socket, component);
        _uploads.Add(upload);
        return upload;
    }

    internal void Disallow(string name, ComponentEntry? component)
    {
        if (_uploads.Find(u => u.Name == name && u.Component == component) is not { } upload)
            return;
        upload.DropAll();
        _uploads.Remove(upload);
    }

    internal LiveUpload Get(string name, ComponentEntry? component) => _uploads.Find(u => u.Name == name && u.Component == component)?.Current
        ?? throw new InvalidOperationException($"The upload \"{name}\" is not allowed. Allow it in Mount: AllowUpload(\"{name}\").");

    /// <summary>Takes a file out of the choice.</summary>
    internal void Cancel(string name, string reference, ComponentEntry? component)
    {
        var upload = Get(name, component);
        if (upload.Find(reference) is { } entry)
            upload.Drop(entry, cancel: true);
    }

    /// <summary>A component has left the page.</summary>
    internal void Remove(ComponentEntry component)
    {
        foreach (var upload in _uploads.Where(u => u.Component == component).ToArray())
        {
            upload.DropAll();
            _uploads.Remove(upload);
        }
    }

    /// <summary>Takes all files of an upload that are there.</summary>
    internal ValueTask<List<T>> ConsumeAll<T>(string name, ComponentEntry? component, Func<UploadedFile, ValueTask<T>> consume)
    {
        ArgumentNullException.ThrowIfNull(consume);
        return Consume(Get(name, component).Entries.Where(static e => e.IsDone && e.IsValid), consume);
    }

    /// <summary>Takes one file. The default: its writer has failed.</summary>
    internal async ValueTask<T?> ConsumeOne<T>(UploadEntry entry, Func<UploadedFile, ValueTask<T>> consume)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(consume);
        return (await Consume([entry], consume)) is [var only] ? only : default;
    }

    private async ValueTask<List<T>> Consume<T>(IEnumerable<UploadEntry> entries, Func<UploadedFile, ValueTask<T>> consume)
    {
        var results = new List<T>();
        foreach (var entry in entries.ToArray())
        {
            if (!entry.IsDone)
                throw new InvalidOperationException($"{entry.ClientName} is not there yet ({entry.Progress} %) and cannot be consumed. Consume when the form is submitted, or when IsDone.");
            UploadWriter? writer = null;
            if (entry.External is null)
            {
                writer = await Finish(entry);
                if (writer is null)
                {
                    entry.Upload.Fail(entry, UploadErrors.WriterFailure);
                    continue;
                }
            }

            var file = new UploadedFile(entry, writer);
            results.Add(await consume(file));
            if (!file.IsPostponed)
                entry.Upload.Drop(entry, cancel: false);
        }

        return results;
    }

    // ---- what the page says ------------------------------------------------------------------------------------------

    /// <summary>The files that were chosen, which come with the event of a form.</summary>
    internal void Put(Params chosen)
    {
        var isOfView = false;
        foreach (var key in chosen.Keys)
        {
            if (_uploads.Find(u => u.Ref == key) is not { } upload || chosen.Raw(key) is not ParamList files)
                continue;
            upload.Put(files.OfType<Params>());
            if (upload.Component is { } component)
                component.Table.Change(component);
            else
                isOfView = true;
        }

        // A form of a component may have a file input that the view has allowed, and given to it.
        if (isOfView)
            socket.RendersComponentsOnly = false;
    }

    /// <summary>The page wants to send files: how, and which of them. <c>null</c>: it is none of these uploads.</summary>
    internal async ValueTask<Payload?> Preflight(ChannelPush push)
    {
        var request = push.Body.ToParams();
        if (request.Raw("ref") is not string reference || _uploads.Find(u => u.Ref == reference) is not { } upload || request.Raw("entries") is not ParamList files)
            return null;
        Touch(upload);
        upload.Put(files.OfType<Params>());
        var asked = files.OfType<Params>().Select(static f => f.Raw("ref") is { } r and not Params and not ParamList ? Params.Text(r) : "").ToHashSet(StringComparer.Ordinal);
        UploadEntry[] entries = [.. upload.Entries.Where(e => asked.Contains(e.Ref) && !e.IsPreflighted)];

        // Of too many files none is sent with a form; those that go by themselves go as far as there is room.
        foreach (var entry in entries.Where(e => e.IsValid && (upload.Options.AutoUpload ? upload.HasRoom(e) : upload.Errors.Count == 0)))
        {
            if (upload.Options.External is { } external)
                await SendElsewhere(upload, entry, external);
            entry.IsPreflighted = entry.IsValid;
            upload.Changed(entry);
        }

        return Answer(upload, entries);
    }

    /// <summary>How far the browser is with a file.</summary>
    internal async ValueTask Progress(ChannelPush push)
    {
        var report = push.Body.ToParams();
        var upload = _uploads.Find(u => u.Ref == report.Raw("ref") as string);
        if (upload?.Find(Params.Text(report.Raw("entry_ref")) ?? "") is not { } entry)
            return; // cancelled meanwhile
        Touch(upload);
        if (report.Raw("progress") is Params failure)
        {
            upload.Fail(entry, failure.Raw("error") as string is { Length: > 0 } reason && upload.Options.External is null && reason is UploadErrors.TooLarge or UploadErrors.WriterFailure
                ? reason
                : upload.Options.External is null ? UploadErrors.Interrupted : UploadErrors.ExternalClientFailure);
            return;
        }

        if (!report.TryGet<int>("progress", out var progress) || progress is < 0 or > 100 || !entry.IsPreflighted)
        {
            socket.Host.Log.BadMessage(socket.Definition.Name, $"a progress of the upload '{upload.Name}' is no number from 0 to 100, or its file may not be sent");
            return;
        }

        // The page says so; the bytes have to be here.
        if (progress == 100 && entry.External is null && entry.Received < entry.ClientSize)
        {
            socket.Host.Log.BadMessage(socket.Definition.Name, $"a file of the upload '{upload.Name}' is said to be there, and {entry.Received} of {entry.ClientSize} bytes are");
            upload.Fail(entry, UploadErrors.Interrupted);
            return;
        }

        entry.Progress = progress;
        upload.Changed(entry);
        if (upload.Options.Progress is { } callback)
            await callback(upload.Find(entry.Ref) ?? entry);
    }

    // ---- what the processes that take bytes say ----------------------------------------------------------------------

    internal (UploadEntry? Entry, string Refusal) Register(string reference, string entryRef, Pid channel)
    {
        if (_uploads.Find(u => u.Ref == reference)?.Find(entryRef) is not { IsValid: true, IsPreflighted: true, External: null } entry)
            return (null, "disallowed");
        if (!entry.Channel.IsNone)
            return (null, "already_registered");
        entry.Channel = channel;
        return (entry, "");
    }

    internal void Fail(UploadEntry entry, string error)
    {
        Touch(entry.Upload);
        entry.Channel = default;
        entry.Upload.Fail(entry, error);
    }

    private static async ValueTask<UploadWriter?> Finish(UploadEntry entry)
    {
        if (entry.Channel.IsNone)
            return null;
        var request = new UploadFinish();
        Process.Send(entry.Channel, request);
        try
        {
            return await request.Done.Task.WaitAsync(ChannelTime);
        }
        catch (TimeoutException)
        {
            return null; // its process has ended
        }
    }

    private async ValueTask SendElsewhere(LiveUpload upload, UploadEntry entry, Func<UploadEntry, ValueTask<ExternalUpload>> external)
    {
        var target = await external(entry);
        if (target.Error is { } error)
            upload.Fail(entry, error);
        else
            entry.External = target;
    }

    private void Touch(LiveUpload upload)
    {
        if (upload.Component is { } component)
            component.Table.Change(component);
        else
            socket.RendersComponentsOnly = false;
    }

    private Payload Answer(LiveUpload upload, UploadEntry[] entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ref"u8, upload.Ref);
            if (upload.Errors.Count > 0 && !upload.Options.AutoUpload)
            {
                json.WriteStartArray("error"u8);
                foreach (var (reference, error) in upload.AllErrors)
                {
                    json.WriteStartArray();
                    json.WriteStringValue(reference);
                    json.WriteStringValue(error);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
            }
            else
                WriteEntries(json, upload, entries);
            json.WriteEndObject();
        }

        return new Payload(buffer.WrittenMemory.ToArray(), isBinary: false);
    }

    private void WriteEntries(Utf8JsonWriter json, LiveUpload upload, UploadEntry[] entries)
    {
        json.WriteStartObject("config"u8);
        json.WriteNumber("max_file_size"u8, upload.Options.MaxFileBytes);
        json.WriteNumber("max_entries"u8, upload.Options.MaxEntries);
        json.WriteNumber("chunk_size"u8, upload.Options.ChunkBytes);
        json.WriteNumber("chunk_timeout"u8, (long)upload.Options.ChunkTimeout.TotalMilliseconds);
        json.WriteEndObject();
        json.WriteStartObject("entries"u8);
        foreach (var entry in entries.Where(static e => e.IsPreflighted))
        {
            json.WritePropertyName(entry.Ref);
            if (entry.External is { } external)
                external.WriteTo(json);
            else
                json.WriteStringValue(LiveTokens.Sign(socket.Host, new UploadToken(socket.Id, upload.Ref, entry.Ref)));
        }

        json.WriteEndObject();
        json.WriteStartObject("errors"u8);
        foreach (var entry in entries.Where(static e => !e.IsValid))
        {
            json.WriteStartArray(entry.Ref);
            foreach (var error in entry.Errors)
                json.WriteStringValue(error);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
