using System.Text.RegularExpressions;

namespace Zhar.Data.Benchmarks;

/// <summary>Somebody with works: what is read and updated.</summary>
[Schema("writers")]
public partial record Writer
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public int? Age { get; init; }
    public long Score { get; init; }
    [HasMany] public Many<Work> Works { get; init; }
}

/// <summary>One of many that belong to a writer: what is listed and preloaded.</summary>
[Schema("works")]
public partial record Work
{
    [PrimaryKey] public long Id { get; init; }
    public long WriterId { get; init; }
    public string Title { get; init; } = "";
    public int Score { get; init; }
}

/// <summary>A writer's fields in a table of its own, which inserts may fill.</summary>
[Schema("entries")]
public partial record Entry
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public int? Age { get; init; }
    public long Score { get; init; }
}

/// <summary>The form whose cast is measured: ten fields, five validators.</summary>
[Schema("people")]
public partial record Person
{
    [PrimaryKey] public long Id { get; init; }
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string Email { get; init; } = "";
    public string? Street { get; init; }
    public string? City { get; init; }
    public string? Country { get; init; }
    public int? Age { get; init; }
    public decimal? Income { get; init; }
    public bool Subscribed { get; init; }
    public DateOnly? BornOn { get; init; }

    public static Changeset<Person> Changeset(Person person, Params input) => person
        .Cast(input, p => new { p.FirstName, p.LastName, p.Email, p.Street, p.City, p.Country, p.Age, p.Income, p.Subscribed, p.BornOn })
        .ValidateRequired(p => new { p.FirstName, p.LastName, p.Email })
        .ValidateFormat(p => p.Email, AnAddress())
        .ValidateLength(p => p.LastName, min: 2, max: 40)
        .ValidateNumber(p => p.Age, greaterThan: 0)
        .ValidateInclusion(p => p.Country, Countries);

    private static readonly string?[] Countries = ["France", "Ireland", "Italy"];

    [GeneratedRegex("^[^@ ]+@[^@ ]+$")]
    private static partial Regex AnAddress();
}
