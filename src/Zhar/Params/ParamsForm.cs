namespace Zhar;

/// <summary>A form drawn from plain parameters, as a search box is: no data behind it, no rules, only errors that were given. Source: Phoenix.HTML.FormData for maps.</summary>
/// <param name="values">What the inputs show.</param>
/// <param name="name">The name that the inputs are put under, or <c>null</c>.</param>
/// <param name="errors">What is wrong, by field.</param>
public sealed class ParamsForm(Params values, string? name = null, IReadOnlyDictionary<string, IReadOnlyList<FormError>>? errors = null) : IFormSource
{
    /// <inheritdoc/>
    public string? Name => name;

    /// <inheritdoc/>
    public string? Action => errors is null ? null : "validate";

    /// <inheritdoc/>
    public bool IsStored => false;

    /// <inheritdoc/>
    public Params? Params => values;

    /// <inheritdoc/>
    public object? Value(string field) => values.Raw(field);

    /// <inheritdoc/>
    public IReadOnlyList<FormError> Errors(string field) => errors?.GetValueOrDefault(field) ?? [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Rules(string field) => new Dictionary<string, object?>();

    /// <inheritdoc/>
    public IReadOnlyList<IFormSource> Nested(string field)
    {
        var inner = name is null ? field : $"{name}[{field}]";
        return values.Raw(field) is Params one && !one.Keys.All(static k => k.All(char.IsAsciiDigit))
            ? [new ParamsForm(one, inner)]
            : [.. values.NestedList(field).Select((item, i) => new ParamsForm(item, $"{inner}[{i}]"))];
    }
}
