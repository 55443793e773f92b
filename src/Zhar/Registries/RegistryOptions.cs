namespace Zhar;

/// <summary>How a registry works. <see cref="Name"/> and <see cref="Keys"/> are required.</summary>
public sealed class RegistryOptions
{
    /// <summary>The registry's name, unique on its node; also the local name of its process.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether a key belongs to one process or to several.</summary>
    public RegistryKeys Keys { get; init; }

    /// <summary>Into how many parts the entries are split. Default 1. Look-ups take no lock, so more parts only help when thousands of processes register at once.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>Names of local processes that hear of each <c>Register</c> and <c>Unregister</c>, see <see cref="KeyRegistered"/>. They do not hear of deaths: monitor for that.</summary>
    public IReadOnlyList<string> Listeners { get; init; } = [];

    /// <summary>The first values for <c>GetMeta</c>.</summary>
    public IReadOnlyDictionary<object, object?> Meta { get; init; } = new Dictionary<object, object?>();

    internal void Validate()
    {
        if (string.IsNullOrEmpty(Name))
            throw new ArgumentException("A registry needs a name: new RegistryOptions { Name = \"rooms\", … }.", nameof(Name));
        if (Keys is not (RegistryKeys.Unique or RegistryKeys.Duplicate or RegistryKeys.DuplicateByKey))
        {
            throw new ArgumentException(
                $"Registry '{Name}' does not say what its keys are (Keys is {(int)Keys}). Set Keys to RegistryKeys.Unique, RegistryKeys.Duplicate or RegistryKeys.DuplicateByKey.", nameof(Keys));
        }

        if (Partitions is < 1 or > 4096)
            throw new ArgumentOutOfRangeException(nameof(Partitions), Partitions, $"Registry '{Name}' needs between 1 and 4096 partitions; 1 is the default.");
        ArgumentNullException.ThrowIfNull(Listeners);
        ArgumentNullException.ThrowIfNull(Meta);
        if (Listeners.Any(string.IsNullOrEmpty))
            throw new ArgumentException($"Registry '{Name}' has an empty name among its listeners.", nameof(Listeners));
    }
}

/// <summary>How many processes a key of a registry can belong to.</summary>
public enum RegistryKeys
{
    /// <summary>One: a key is a name.</summary>
    Unique = 1,

    /// <summary>Several. Entries are split among partitions by process, which suits many entries under few keys.</summary>
    Duplicate = 2,

    /// <summary>Several. Entries are split among partitions by key, so look-ups keep the order of registration. Suits many keys with few entries.</summary>
    DuplicateByKey = 3,
}
