using System.ComponentModel;

namespace Zhar.Runtime;

/// <summary>
/// The call objects of one type that one thread has to spare: they come back to the thread that finishes with them. For generated code, which keeps one
/// per type and thread in a field of its own: a thread static of a type that is not generic costs a fraction of one that is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallPool
{
    private const int Limit = 128;

    private Signal? _free;
    private int _count;

    /// <summary>Takes a used object, or null when there is none.</summary>
    public CallMessage? Take()
    {
        if (_free is not { } call)
            return null;
        _free = call.Next;
        call.Next = null;
        _count--;
        return System.Runtime.CompilerServices.Unsafe.As<CallMessage>(call);
    }

    /// <summary>Keeps an object for later, up to 128 of them.</summary>
    public void Put(CallMessage call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_count >= Limit)
            return;
        _count++;
        call.Next = _free;
        _free = call;
    }
}
