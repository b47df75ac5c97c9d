package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.HelperTable;

/** What the checks of one helper call's arguments found out, for the checks after them. */
final class HelperCall {
  private final HelperTable helper;
  private int map = -1;
  private long key = -1;
  private int filledRegister = -1;
  private int filledBytes;
  private int reference;
  private int released;
  private int memorySize;
  private long mostBytes;

  HelperCall(HelperTable helper) {
    this.helper = helper;
  }

  HelperTable helper() {
    return helper;
  }

  /** Index of the map argument, or -1. */
  int map() {
    return map;
  }

  void setMap(int map) {
    this.map = map;
  }

  /** The constant key, or -1. */
  long key() {
    return key;
  }

  void setKey(long key) {
    this.key = key;
  }

  /** The reference that keeps an argument alive, or 0. */
  int reference() {
    return reference;
  }

  void setReference(int reference) {
    this.reference = reference;
  }

  /** The reference that the helper gives back, or 0. */
  int released() {
    return released;
  }

  void release(int reference) {
    this.released = reference;
  }

  /** Bytes of the memory that the helper returns. */
  int memorySize() {
    return memorySize;
  }

  void setMemorySize(int memorySize) {
    this.memorySize = memorySize;
  }

  /** The most bytes that the memory argument may have. */
  long mostBytes() {
    return mostBytes;
  }

  void setMostBytes(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The helper fills these bytes of the stack. */
  void fill(int register, int bytes) {
    filledRegister = register;
    filledBytes = bytes;
  }

  /** Register of the memory that is filled, or -1. */
  int filledRegister() {
    return filledRegister;
  }

  int filledBytes() {
    return filledBytes;
  }
}
