using Microsoft.EntityFrameworkCore;

namespace Playhouse.Data;

/// <summary>The database of the box office.</summary>
public sealed class PlayhouseContext(DbContextOptions<PlayhouseContext> options) : DbContext(options)
{
    public DbSet<Show> Shows => Set<Show>();

    public DbSet<Booking> Bookings => Set<Booking>();

    public DbSet<Customer> Customers => Set<Customer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<Show>().HasData(
            new Show { Id = 1, Title = "The Firebird", Starts = new DateTime(2027, 3, 4, 19, 30, 0), Rows = 4, SeatsInRow = 8 },
            new Show { Id = 2, Title = "The Seagull", Starts = new DateTime(2027, 3, 11, 19, 30, 0), Rows = 6, SeatsInRow = 10 });
        modelBuilder.Entity<Booking>().HasIndex(b => new { b.ShowId, b.Seat }).IsUnique();
        modelBuilder.Entity<Customer>().HasIndex(c => c.Name).IsUnique();
    }
}
