using System;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Playhouse.Data.Migrations;

[DbContext(typeof(PlayhouseContext))]
internal sealed class PlayhouseContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.HasAnnotation("ProductVersion", "10.0.0");

        modelBuilder.Entity("Playhouse.Data.Booking", b =>
        {
            b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
            b.Property<string>("Customer").IsRequired().HasColumnType("TEXT");
            b.Property<string>("Seat").IsRequired().HasColumnType("TEXT");
            b.Property<int>("ShowId").HasColumnType("INTEGER");
            b.HasKey("Id");
            b.HasIndex("ShowId", "Seat").IsUnique();
            b.ToTable("Bookings");
        });

        modelBuilder.Entity("Playhouse.Data.Customer", b =>
        {
            b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
            b.Property<string>("Name").IsRequired().HasColumnType("TEXT");
            b.Property<string>("PasswordHash").IsRequired().HasColumnType("TEXT");
            b.HasKey("Id");
            b.HasIndex("Name").IsUnique();
            b.ToTable("Customers");
        });

        modelBuilder.Entity("Playhouse.Data.Show", b =>
        {
            b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
            b.Property<int>("Rows").HasColumnType("INTEGER");
            b.Property<int>("SeatsInRow").HasColumnType("INTEGER");
            b.Property<DateTime>("Starts").HasColumnType("TEXT");
            b.Property<string>("Title").IsRequired().HasColumnType("TEXT");
            b.HasKey("Id");
            b.ToTable("Shows");
            b.HasData(
                new { Id = 1, Rows = 4, SeatsInRow = 8, Starts = new DateTime(2027, 3, 4, 19, 30, 0), Title = "The Firebird" },
                new { Id = 2, Rows = 6, SeatsInRow = 10, Starts = new DateTime(2027, 3, 11, 19, 30, 0), Title = "The Seagull" });
        });

        modelBuilder.Entity("Playhouse.Data.Booking", b =>
        {
            b.HasOne("Playhouse.Data.Show", "Show").WithMany("Bookings").HasForeignKey("ShowId").OnDelete(DeleteBehavior.Cascade).IsRequired();
            b.Navigation("Show");
        });

        modelBuilder.Entity("Playhouse.Data.Show", b => b.Navigation("Bookings"));
    }
}
