using Microsoft.EntityFrameworkCore;

namespace Zhar.Data.Benchmarks;

/// <summary>EF Core's model of the tables.</summary>
internal sealed class BenchContext(DbContextOptions<BenchContext> options) : DbContext(options)
{
    internal DbSet<PlainWriter> Writers => Set<PlainWriter>();

    internal DbSet<PlainWork> Works => Set<PlainWork>();

    internal DbSet<PlainEntry> Entries => Set<PlainEntry>();

    internal static DbContextOptions<BenchContext> For(Database database)
    {
        var builder = new DbContextOptionsBuilder<BenchContext>().UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        _ = database is SqliteDatabase ? builder.UseSqlite(database.ConnectionString) : builder.UseNpgsql(database.ConnectionString);
        return builder.Options;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PlainWriter>(writer =>
        {
            writer.ToTable("writers").HasMany(w => w.Works).WithOne().HasForeignKey(w => w.WriterId);
            writer.Property(w => w.Id).HasColumnName("id");
            writer.Property(w => w.Name).HasColumnName("name");
            writer.Property(w => w.Email).HasColumnName("email");
            writer.Property(w => w.Age).HasColumnName("age");
            writer.Property(w => w.Score).HasColumnName("score");
        });
        modelBuilder.Entity<PlainWork>(work =>
        {
            work.ToTable("works");
            work.Property(w => w.Id).HasColumnName("id");
            work.Property(w => w.WriterId).HasColumnName("writer_id");
            work.Property(w => w.Title).HasColumnName("title");
            work.Property(w => w.Score).HasColumnName("score");
        });
        modelBuilder.Entity<PlainEntry>(entry =>
        {
            entry.ToTable("entries");
            entry.Property(w => w.Id).HasColumnName("id");
            entry.Property(w => w.Name).HasColumnName("name");
            entry.Property(w => w.Email).HasColumnName("email");
            entry.Property(w => w.Age).HasColumnName("age");
            entry.Property(w => w.Score).HasColumnName("score");
        });
    }
}
