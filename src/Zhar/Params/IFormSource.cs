namespace Zhar;

/// <summary>What a form is drawn from: the values that its inputs show, and what is wrong with them. A changeset is one; plain <see cref="Params"/> are another.</summary>
/// <remarks>Field names are those of the params: <c>name</c>, and <c>user[name]</c> on the page when <see cref="Name"/> is <c>user</c>. Source: Phoenix.HTML.FormData.</remarks>
public interface IFormSource
{
    /// <summary>The name that all inputs are put under: <c>user</c> gives <c>user[email]</c>. <c>null</c>: they stand on the top level.</summary>
    string? Name { get; }

    /// <summary>What was tried with the data: <c>null</c> while the form is fresh, when errors are not shown yet; else <c>validate</c>, <c>insert</c>, <c>update</c>.</summary>
    string? Action { get; }

    /// <summary>Whether the data is stored already: the form then updates, else it inserts.</summary>
    bool IsStored { get; }

    /// <summary>What the sender wrote, from which it can be told which inputs were used; <c>null</c> when nothing was sent.</summary>
    Params? Params => null;

    /// <summary>What the form has to carry along unseen: the primary key of a stored record, so that it is found again.</summary>
    IReadOnlyList<KeyValuePair<string, object?>> Hidden => [];

    /// <summary>What the input for <paramref name="field"/> shows: what the sender wrote if anything, else the data.</summary>
    object? Value(string field);

    /// <summary>What is wrong with <paramref name="field"/>, whether or not it is time to show it.</summary>
    IReadOnlyList<FormError> Errors(string field);

    /// <summary>What is known of <paramref name="field"/> that the browser can check too: <c>required</c>, <c>maxlength</c>, <c>min</c>, …</summary>
    IReadOnlyDictionary<string, object?> Rules(string field);

    /// <summary>The forms inside this one, for a field that holds a record or a list of them.</summary>
    IReadOnlyList<IFormSource> Nested(string field);
}

/// <summary>One thing that is wrong with a field.</summary>
/// <param name="Message">The text, with the names of values in braces: <c>should be at least {count} characters</c>.</param>
/// <param name="Values">Those values, so that a translation can put them elsewhere.</param>
public sealed record FormError(string Message, IReadOnlyDictionary<string, object?>? Values = null)
{
    /// <summary>The message with its values in place.</summary>
    public override string ToString()
    {
        var text = Message;
        foreach (var (name, value) in Values ?? new Dictionary<string, object?>())
            text = text.Replace($"{{{name}}}", Params.Text(value), StringComparison.Ordinal);
        return text;
    }
}
