namespace Zhar.Web;

/// <summary>An entry of a select: an option, a group of options, or a line between. Source: Phoenix.HTML.Form.options_for_select/2.</summary>
public sealed class SelectOption
{
    private SelectOption(string label, object? value, bool isDisabled, IReadOnlyList<SelectOption>? group)
    {
        Label = label;
        Value = value;
        IsDisabled = isDisabled;
        Options = group;
    }

    /// <summary>A line between options.</summary>
    public static SelectOption Divider { get; } = new("", null, false, null) { IsDivider = true };

    /// <summary>What the user reads.</summary>
    public string Label { get; }

    /// <summary>What is sent.</summary>
    public object? Value { get; }

    /// <summary>Whether it cannot be chosen.</summary>
    public bool IsDisabled { get; }

    internal IReadOnlyList<SelectOption>? Options { get; }

    internal bool IsDivider { get; private init; }

    /// <summary>An option.</summary>
    /// <param name="label">What the user reads.</param>
    /// <param name="value">What is sent: text, a number, a date. Default: the label.</param>
    /// <param name="isDisabled">Whether it cannot be chosen.</param>
    public static SelectOption Of(string label, object? value = null, bool isDisabled = false)
    {
        ArgumentNullException.ThrowIfNull(label);
        return new(label, value ?? label, isDisabled, null);
    }

    /// <summary>Options under a heading.</summary>
    public static SelectOption Group(string label, IEnumerable<SelectOption> options, bool isDisabled = false)
    {
        ArgumentNullException.ThrowIfNull(label);
        return new(label, null, isDisabled, [.. options]);
    }

    /// <summary>An option that sends its label.</summary>
    public static implicit operator SelectOption(string label) => Of(label);
}
