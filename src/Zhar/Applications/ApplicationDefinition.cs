namespace Zhar;

/// <summary>What an application says of itself before it runs: its name, what it needs, and the defaults of its environment. Source: OTP's <c>.app</c> file.</summary>
public sealed class ApplicationDefinition
{
    private readonly List<ApplicationDependency> _dependencies = [];
    private readonly Dictionary<string, object?> _defaults = new(StringComparer.Ordinal);

    internal ApplicationDefinition(string name) => Name = name;

    /// <summary>Names the application on its node. Default: the full name of its class.</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public string Name
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    }

    /// <summary>One line about the application, for people.</summary>
    public string Description { get; set; } = "";

    internal IReadOnlyList<ApplicationDependency> Dependencies => _dependencies;

    internal IReadOnlyDictionary<string, object?> Defaults => _defaults;

    /// <summary>Has <typeparamref name="T"/> started before this application and, with the system, stopped after it.</summary>
    /// <param name="optional">Does without it unless it is loaded: then it still starts first.</param>
    public ApplicationDefinition DependsOn<T>(bool optional = false)
        where T : ZharApplication, new()
    {
        // Made when somebody asks for it and not here: two applications that name each other would never end.
        _dependencies.Add(new(null, optional, new Lazy<ZharApplication>(static () => new T())));
        return this;
    }

    /// <summary>As <see cref="DependsOn{T}"/>, for an application that somebody else loads.</summary>
    public ApplicationDefinition DependsOn(string name, bool optional = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _dependencies.Add(new(name, optional, null));
        return this;
    }

    /// <summary>Gives a key of the environment its value at load.</summary>
    public ApplicationDefinition Default(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _defaults[key] = value;
        return this;
    }
}

/// <summary>One application that another needs, by its name or by its class.</summary>
internal sealed class ApplicationDependency(string? name, bool isOptional, Lazy<ZharApplication>? application)
{
    internal string Name => name ?? application!.Value.Definition.Name;

    /// <summary>Whether the other also starts without it.</summary>
    internal bool IsOptional => isOptional;

    /// <summary>The application, when it was named by its class.</summary>
    internal ZharApplication? Application => application?.Value;
}
