using System.ComponentModel;

namespace Zhar.Web;

/// <summary>What <c>Render</c> hands to a view: none to four values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ViewArguments
{
    private readonly object? _first;
    private readonly object? _second;
    private readonly object? _third;
    private readonly object? _fourth;

    internal ViewArguments(int count, object? first = null, object? second = null, object? third = null, object? fourth = null)
    {
        Count = count;
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>One of them, 0-based.</summary>
    public object? this[int index] => index switch { 0 => _first, 1 => _second, 2 => _third, _ => _fourth };
}
