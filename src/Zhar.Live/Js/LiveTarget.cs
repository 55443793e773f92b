using System.Globalization;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Who gets an event: the component that a template belongs to (<c>Myself</c>), or the view or component around the elements of a selector.</summary>
/// <remarks>Stands in <c>phx-target="{Myself}"</c> and in <see cref="Js.Push"/>. Source: <c>@myself</c>.</remarks>
public readonly record struct LiveTarget : IHtmlText
{
    private readonly string? _selector;
    private readonly int _cid;

    private LiveTarget(string? selector, int cid) => (_selector, _cid) = (selector, cid);

    /// <summary>The number of the component; 0 when it is a selector.</summary>
    internal int Cid => _cid;

    /// <summary>The view or component around the elements of a CSS selector.</summary>
    public static implicit operator LiveTarget(string selector)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(selector);
        return new(selector, 0);
    }

    /// <inheritdoc/>
    public string? ToHtmlText() => _selector ?? (_cid > 0 ? _cid.ToString(CultureInfo.InvariantCulture) : null);

    /// <inheritdoc/>
    public override string ToString() => ToHtmlText() ?? "";

    internal static LiveTarget Component(int cid) => new(null, cid);
}
