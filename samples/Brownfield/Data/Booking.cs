namespace Playhouse.Data;

/// <summary>A seat that is sold. No seat is sold twice: the index over both is unique.</summary>
public sealed class Booking
{
    public int Id { get; set; }

    public int ShowId { get; set; }

    public Show? Show { get; set; }

    public string Seat { get; set; } = "";

    public string Customer { get; set; } = "";
}
