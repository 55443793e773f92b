namespace Zhar.Data.Benchmarks;

/// <summary>The writer of the libraries that map classes with setters.</summary>
public class PlainWriter
{
    public long Id { get; set; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public int? Age { get; set; }
    public long Score { get; set; }
    public List<PlainWork> Works { get; set; } = [];
}

/// <summary>Their work.</summary>
public class PlainWork
{
    public long Id { get; set; }
    public long WriterId { get; set; }
    public string Title { get; set; } = "";
    public int Score { get; set; }
}

/// <summary>Their entry.</summary>
public class PlainEntry
{
    public long Id { get; set; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public int? Age { get; set; }
    public long Score { get; set; }

    internal static PlainEntry Numbered(int number) => new() { Name = "An entry", Email = "entry@example.org", Age = 40, Score = number };
}
