namespace MyAppWeb;

/// <summary>The status as JSON.</summary>
public static class StatusJson
{
    public static StatusData Show(StatusData status) => status;
}

/// <summary>What a program can know about this one.</summary>
public sealed record StatusData(string Name, string Version);
