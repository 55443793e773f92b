namespace Zhar.Live;

/// <summary>Which elements a command works on: a CSS selector, or one that is looked for from the element with the command. Source: the option <c>:to</c> of Phoenix.LiveView.JS.</summary>
/// <remarks>A string converts to a selector in the whole page: <c>Js.Show("#menu")</c>.</remarks>
public readonly record struct JsTarget
{
    private JsTarget(string selector, JsScope scope)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(selector);
        Selector = selector;
        Scope = scope;
    }

    /// <summary>The CSS selector.</summary>
    public string Selector { get; }

    internal JsScope Scope { get; }

    /// <summary>The elements inside the one with the command.</summary>
    /// <exception cref="ArgumentException">The selector is empty.</exception>
    public static JsTarget Inner(string selector) => new(selector, JsScope.Inner);

    /// <summary>The nearest element around the one with the command, itself included.</summary>
    /// <exception cref="ArgumentException">The selector is empty.</exception>
    public static JsTarget Closest(string selector) => new(selector, JsScope.Closest);

    /// <summary>The elements of the page.</summary>
    /// <exception cref="ArgumentException">The selector is empty.</exception>
    public static implicit operator JsTarget(string selector) => new(selector, JsScope.Page);
}

/// <summary>Where a selector is looked for.</summary>
internal enum JsScope
{
    Page,
    Inner,
    Closest,
}
