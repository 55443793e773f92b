namespace Zhar.Web;

/// <summary>One entry of a list of classes: a name, or a name and whether it is there. See <see cref="Markup.Class"/>.</summary>
public readonly struct ClassName
{
    private ClassName(string? name) => Name = name;

    internal string? Name { get; }

    /// <summary>A class, or nothing.</summary>
    public static implicit operator ClassName(string? name) => new(name);

    /// <summary>A class that is there when the condition holds.</summary>
    public static implicit operator ClassName((string? Name, bool Applies) entry) => new(entry.Applies ? entry.Name : null);
}
