namespace Zhar.Web;

/// <summary>A form as a template draws it: names, ids, values and errors of its inputs, from a changeset, from parameters, or from any other source.</summary>
/// <remarks>
/// Errors are shown once something was tried with the data (<see cref="Action"/>), and then only of inputs that the user has touched, as far as the
/// sender tells. Source: Phoenix.Component.to_form/2, Phoenix.HTML.Form.
/// </remarks>
/// <example>
/// <code>
/// public static Html Edit(Form form, string csrfToken) => FormFor(form, "/users", csrfToken, f => $"""
///     {Input(f["name"], "Name")}
///     {Input(f["email"], "Email", "email")}
///     {Button("Save")}
///     """);
/// </code>
/// </example>
public sealed class Form
{
    private readonly string? _sourceName;

    /// <summary>A form that draws <paramref name="source"/>.</summary>
    /// <param name="source">A changeset, a <see cref="ParamsForm"/>, or another source.</param>
    /// <param name="name">The name that the inputs are put under, in place of the source's own.</param>
    /// <param name="id">What the ids of the inputs start with. Default: the name.</param>
    public Form(IFormSource source, string? name = null, string? id = null)
        : this(source ?? throw new ArgumentNullException(nameof(source)), name ?? source.Name, id, null)
    {
    }

    private Form(IFormSource source, string? name, string? id, int? index)
    {
        Source = source;
        Name = name;
        Id = id ?? (name is null ? null : IdOf(name));
        Index = index;
        _sourceName = source.Name;
    }

    /// <summary>What the form draws.</summary>
    public IFormSource Source { get; }

    /// <summary>The name that the inputs are put under, or <c>null</c> when they stand on the top level.</summary>
    public string? Name { get; }

    /// <summary>What the ids of the inputs start with, or <c>null</c>.</summary>
    public string? Id { get; }

    /// <summary>The place of a form in the list that it is nested in, from 0; else <c>null</c>.</summary>
    public int? Index { get; }

    /// <summary>What was tried with the data; <c>null</c> while the form is fresh.</summary>
    public string? Action => Source.Action;

    /// <summary>Whether the data is stored already, so that the form updates.</summary>
    public bool IsStored => Source.IsStored;

    /// <summary>One of its fields.</summary>
    public FormField this[string field]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(field);
            return new(this, field);
        }
    }

    /// <summary>The name of the input for a field: <c>user[email]</c>.</summary>
    public string InputName(string field) => Name is null ? field : $"{Name}[{field}]";

    /// <summary>The id of the input for a field: <c>user_email</c>.</summary>
    public string InputId(string field) => Id is null ? field : $"{Id}_{field}";

    /// <summary>The forms inside this one, for a field that holds a record or a list of them. Source: inputs_for.</summary>
    public IReadOnlyList<Form> Nested(string field)
    {
        var children = Source.Nested(field);
        var forms = new Form[children.Count];
        for (var i = 0; i < forms.Length; i++)
            forms[i] = NestedIn(field, children[i], i);
        return forms;
    }

    private Form NestedIn(string field, IFormSource child, int index)
    {
        // A source names its children after itself, so a form with a name of its own puts that in place of the source's.
        var outer = _sourceName is null ? field : $"{_sourceName}[{field}]";
        var place = child.Name is { } name && name.StartsWith(outer, StringComparison.Ordinal) ? name[outer.Length..] : "";
        return new(child, InputName(field) + place, InputId(field) + IdOf(place), place.Length > 0 ? index : null);
    }

    private static string IdOf(string name) => name.Replace("[", "_", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
}
