namespace Playhouse.Data;

/// <summary>Who may book.</summary>
public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string PasswordHash { get; set; } = "";
}
