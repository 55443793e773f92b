using System.Globalization;

namespace Playhouse.Data;

/// <summary>An evening, and the hall that it is in.</summary>
public sealed class Show
{
    public int Id { get; set; }

    public string Title { get; set; } = "";

    public DateTime Starts { get; set; }

    public int Rows { get; set; }

    public int SeatsInRow { get; set; }

    public List<Booking> Bookings { get; } = [];

    /// <summary>The names of the seats: A1, A2 … from the front row on.</summary>
    public IEnumerable<string> Seats() => Enumerable.Range(0, Rows).SelectMany(RowOf);

    /// <summary>Those of one row.</summary>
    public IEnumerable<string> RowOf(int row) => Enumerable.Range(1, SeatsInRow).Select(seat => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + row)}{seat}"));
}
