namespace Zhar.Live;

/// <summary>A process wants to take the bytes of a file.</summary>
internal sealed class UploadRegistration(string reference, string entryRef, Pid channel) : LiveMessage
{
    internal TaskCompletionSource<(UploadEntry? Entry, string Refusal)> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override ValueTask Run(ILiveServer view)
    {
        Done.TrySetResult(view.Socket.Uploads?.Register(reference, entryRef, channel) ?? (null, "disallowed"));
        return default;
    }
}

/// <summary>The bytes of a file cannot be taken.</summary>
internal sealed class UploadFailure(UploadEntry entry, string error) : LiveMessage
{
    internal override ValueTask Run(ILiveServer view)
    {
        view.Socket.Uploads?.Fail(entry, error);
        return default;
    }
}

/// <summary>All bytes are there: the view wants the file.</summary>
internal sealed class UploadFinish
{
    /// <summary>The writer, closed; <c>null</c> when it has failed.</summary>
    internal TaskCompletionSource<UploadWriter?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
