namespace Zhar.Web;

/// <summary>A field of a <see cref="Form"/>: what its input needs. Source: Phoenix.HTML.FormField.</summary>
public sealed class FormField
{
    internal FormField(Form form, string field)
    {
        Form = form;
        Field = field;
    }

    /// <summary>The form it belongs to.</summary>
    public Form Form { get; }

    /// <summary>The field's name in the source.</summary>
    public string Field { get; }

    /// <summary>The input's name: <c>user[email]</c>.</summary>
    public string Name => Form.InputName(Field);

    /// <summary>The input's id: <c>user_email</c>.</summary>
    public string Id => Form.InputId(Field);

    /// <summary>What the input shows: what the user wrote, else the data.</summary>
    public object? Value => Form.Source.Value(Field);

    /// <summary>The value as the text of an input: dates as ISO 8601; <c>null</c> for nothing, and for what is no single value.</summary>
    public string? Text => FormText.Of(Value);

    /// <summary>What is wrong with it and is to be shown now: something was tried with the data, and the user has used the input.</summary>
    public IReadOnlyList<FormError> Errors => Form.Action is not null && IsUsed ? Form.Source.Errors(Field) : [];

    /// <summary>Whether the user has touched the input, as far as the sender tells: a live page sends <c>_unused_email</c> beside what nobody touched. Source: used_input?/1.</summary>
    public bool IsUsed => Form.Source.Params is { } sent ? Uses(sent, Field) : Form.Action is not null;

    /// <summary>What the browser can check by itself: <c>required</c>, <c>maxlength</c>, <c>min</c> and the like. Source: input_validations/2.</summary>
    /// <remarks>Not <c>pattern</c>: a browser wants the whole value to match, a validation any part of it.</remarks>
    public Attrs Validations => Attrs.From(Form.Source.Rules(Field).Where(static r => r.Key != "pattern"));

    private static bool Uses(Params sent, string field) =>
        sent.Contains(field) && !sent.Contains("_unused_" + field) && UsesAny(sent.Raw(field));

    private static bool UsesAny(object? value) => value switch
    {
        Params { Count: > 0 } nested => nested.Keys.Any(key => !key.StartsWith("_unused_", StringComparison.Ordinal) && Uses(nested, key)),
        ParamList { Count: > 0 } list => list.Any(UsesAny),
        _ => true,
    };
}
