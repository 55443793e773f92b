using Zhar.Web;

namespace Zhar.Live;

/// <summary>A live view's process, whatever its state: for what runs in it beside the view, such as components and tasks.</summary>
internal interface ILiveServer
{
    LiveSocket Socket { get; }

    /// <summary>The whole page as it is now.</summary>
    Html RenderPage();

    /// <summary>Changes the address once the message that is handled is done.</summary>
    ValueTask Patch(LiveNavigation navigation);

    /// <summary>Sends what has changed: as the answer to a message of the page, or on its own.</summary>
    ValueTask Finish(string? reference, Payload? reply);
}

/// <summary>A message that works on the view itself, beside its handlers. The view renders after it.</summary>
internal abstract class LiveMessage
{
    internal abstract ValueTask Run(ILiveServer view);
}

/// <summary>A view inside another one asks the outermost one for another address.</summary>
internal sealed class DelegatedPatch(LiveNavigation patch) : LiveMessage
{
    internal override ValueTask Run(ILiveServer view) => view.Patch(patch);
}

/// <summary>A view asks the one around it for a value that a hook has left there.</summary>
internal sealed class AssignedQuestion(string key) : LiveMessage
{
    internal TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override ValueTask Run(ILiveServer view)
    {
        Answer.TrySetResult(view.Socket.TryAssigned(key, out var value) ? value : null);
        return default;
    }
}
