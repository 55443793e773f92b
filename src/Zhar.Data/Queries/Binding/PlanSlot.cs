namespace Zhar.Data;

/// <summary>A parameter of a plan: where its value comes from and how it is dumped.</summary>
/// <param name="Place">The place of the variable in <see cref="QueryShape.Values"/>; -1 for a constant of the query.</param>
/// <param name="Constant">The constant.</param>
/// <param name="Form">What is made of the value first.</param>
/// <param name="Type">How it is dumped.</param>
/// <param name="IsRedacted">Whether it belongs to a redacted field.</param>
internal sealed record PlanSlot(int Place, object? Constant, SlotForm Form, FieldType? Type, bool IsRedacted)
{
    internal object? Value(List<object?> values)
    {
        var value = Place < 0 ? Constant : values[Place];
        if (value is null)
            return null;
        return Form switch
        {
            SlotForm.StartsWith => Escaped(value) + "%",
            SlotForm.EndsWith => "%" + Escaped(value),
            SlotForm.Contains => "%" + Escaped(value) + "%",
            _ => value,
        };
    }

    /// <summary>The text as a pattern of LIKE that only matches itself; <c>~</c> is the escape sign.</summary>
    private static string Escaped(object value) => (value as string ?? value.ToString() ?? "")
        .Replace("~", "~~", StringComparison.Ordinal).Replace("%", "~%", StringComparison.Ordinal).Replace("_", "~_", StringComparison.Ordinal);
}

/// <summary>What is made of a variable's value before it is sent.</summary>
internal enum SlotForm
{
    Value,
    List,
    StartsWith,
    EndsWith,
    Contains,
}
